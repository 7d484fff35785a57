<?php

require 'app/Mage.php';
