<?php
require __DIR__ . '/../core/bootstrap.php';

$folder = '../assets/uploads/products/';
move_uploaded_file($_FILES['image']['tmp_name'], $folder . uniqid() . '.jpg');
