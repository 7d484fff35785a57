<?php

namespace System;

use October\Rain\Support\ModuleServiceProvider;
