<?php

$CFG->wwwroot = 'https://learn.example.org';
