<?php

define('GRAV_VERSION', '1.7.48');
