<?php

class AppKernel
{
    const VERSION = '8.2.0';
}
