<?php

$databases = array();
