<?php

define('DRUPAL_ROOT', getcwd());
