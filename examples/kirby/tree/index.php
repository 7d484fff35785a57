<?php

require 'kirby/bootstrap.php';
