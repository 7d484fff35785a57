<?php
define('UPLOAD_FOLDER', __DIR__ . '/../photos/');
