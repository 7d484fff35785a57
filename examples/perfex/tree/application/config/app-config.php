<?php

define('APP_BASE_URL', 'https://crm.example.org/');
