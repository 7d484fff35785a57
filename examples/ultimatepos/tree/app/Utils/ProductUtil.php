<?php

namespace App\Utils;
