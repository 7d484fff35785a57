<?php

define('THIS_VERSION', 'v1.18.2');
