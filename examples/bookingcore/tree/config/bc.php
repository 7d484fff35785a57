<?php

return ['active_theme' => env('BC_ACTIVE_THEME', 'base')];
