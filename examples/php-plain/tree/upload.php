<?php
require __DIR__ . '/includes/config.php';

$target = UPLOAD_FOLDER . basename($_FILES['photo']['name']);
if (move_uploaded_file($_FILES['photo']['tmp_name'], $target)) {
    file_put_contents(__DIR__ . '/logs/uploads.log', $target . "\n", FILE_APPEND);
}
