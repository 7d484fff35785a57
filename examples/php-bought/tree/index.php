<?php
if (!file_exists('install/installed.lock')) header('Location: install/');
require 'core/bootstrap.php';
