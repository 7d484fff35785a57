<?php

return ['welcome' => 'Welcome'];
