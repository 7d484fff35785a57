<?php

define('OSTINSTALLED', TRUE);
