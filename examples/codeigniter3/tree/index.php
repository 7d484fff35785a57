<?php

$system_path = 'system';
