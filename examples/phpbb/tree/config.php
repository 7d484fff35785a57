<?php

$dbms = '';
