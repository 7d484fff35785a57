<?php

require dirname(__DIR__) . '/bootstrap.php';
