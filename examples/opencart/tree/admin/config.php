<?php

define('APPLICATION', 'Admin');
