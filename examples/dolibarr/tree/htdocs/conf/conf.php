<?php

$dolibarr_main_url_root = 'https://erp.example.org';
