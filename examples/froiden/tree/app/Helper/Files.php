<?php

namespace App\Helper;

class Files
{
    const UPLOAD_FOLDER = 'user-uploads';
}
