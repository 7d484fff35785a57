<?php

const CI_VERSION = '3.1.13';
