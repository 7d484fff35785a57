<?php

use Flarum\Extend;

return [];
