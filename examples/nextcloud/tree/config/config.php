<?php

$CONFIG = [];
