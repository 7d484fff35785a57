<?php

use App\Kernel;
