<?php

namespace App;

class Constants
{
    public const VERSION = '2.20.0';
    public const SOFTWARE = 'Kimai';
}
