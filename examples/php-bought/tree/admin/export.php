<?php
$file = fopen('../exports/orders-' . date('Y-m-d') . '.csv', 'w');
fputcsv($file, ['id', 'total']);
