<?php

$OC_VersionString = '31.0.0';
