<?php

class Drupal
{
    const VERSION = '11.1.0';
}
