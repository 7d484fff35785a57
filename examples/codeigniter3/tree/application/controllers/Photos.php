<?php

class Photos extends CI_Controller
{
    public function add()
    {
        $config['upload_path'] = './uploads/photos/';
        $this->load->library('upload', $config);
    }
}
