<?php

define('DOL_VERSION', '21.0.0');
