<?php
require __DIR__ . '/includes/config.php';
?>
<link rel="stylesheet" href="css/site.css">
<img src="images/logo.png">
