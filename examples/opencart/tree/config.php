<?php

define('APPLICATION', 'Catalog');
