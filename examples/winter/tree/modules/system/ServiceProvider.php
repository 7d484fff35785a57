<?php

namespace System;

use Winter\Storm\Support\ModuleServiceProvider;
