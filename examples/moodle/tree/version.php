<?php

$release = '4.5.2 (Build: 20250210)';
