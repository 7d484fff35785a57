<?php

$databases = [];
