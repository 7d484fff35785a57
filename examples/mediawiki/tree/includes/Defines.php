<?php

define('MW_VERSION', '1.43.0');
