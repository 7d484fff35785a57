<?php

$wgSitename = 'Example';
