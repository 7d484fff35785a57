<?php
/* Plugin Name: Opening hours */
