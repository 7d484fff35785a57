<?php
/* Module Name: Goals */
