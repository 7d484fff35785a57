<?php

$database = '';
