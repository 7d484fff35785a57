<?php

return ['order_placed' => 'Order placed'];
