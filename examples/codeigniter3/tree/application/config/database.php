<?php

$db = array();
