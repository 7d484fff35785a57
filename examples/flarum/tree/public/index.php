<?php

require __DIR__ . '/../site.php';
