<?php

define('GLPI_VERSION', '10.0.18');
