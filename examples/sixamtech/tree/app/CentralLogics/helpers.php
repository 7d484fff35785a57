<?php

namespace App\CentralLogics;
