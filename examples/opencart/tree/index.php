<?php

define('VERSION', '4.1.0.0');
