<?php

define('DB_NAME', 'example');
