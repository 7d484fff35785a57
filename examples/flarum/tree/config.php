<?php

return ['debug' => false];
